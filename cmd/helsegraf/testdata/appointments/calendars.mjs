// Reads calendar files with two parsers, and writes what each says of the event.
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import ical from 'node-ical'

const out = JSON.parse(readFileSync(process.argv[2], 'utf8')).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'))
  const other = Object.values(ical.sync.parseICS(text)).find((c) => c.type === 'VEVENT')
  return {
    icaljs: {
      uid: event.uid, summary: event.summary, description: event.description ?? '', location: event.location ?? '', sequence: event.sequence,
      start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), status: event.component.getFirstPropertyValue('status'),
    },
    nodeical: {
      uid: other.uid, summary: other.summary, description: other.description ?? '', location: other.location ?? '', sequence: Number(other.sequence),
      start: new Date(other.start).toISOString(), end: new Date(other.end).toISOString(), status: other.status,
    },
  }
})
console.log(JSON.stringify(out))
