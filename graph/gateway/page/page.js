'use strict';

const examples = {
  'My health': `query MyHealth {
  viewer {
    person {
      name { full }
      age
      generalPractitioner { practitioner { name { full } } office { name } since }
      prescriptions(first: 5) { totalCount nodes { medication { name } dosage validUntil refills } }
      summaryCareRecord { status criticalInformation { allergies { substance { display } criticality } } }
      hospitalJournal { documents(first: 5) { totalCount nodes { title createdAt region } } regions { region status } }
      exemptionCard { year status paid { amount } ceiling { amount } }
    }
  }
}`,
  'My family': `query Family {
  viewer {
    represents {
      relation
      validUntil
      person { name { full } age prescriptions { totalCount nodes { medication { name } } } }
    }
  }
}`,
  'What is open': `query Access {
  viewer {
    person { access { service open reason message remedy { action level service } changesOn } }
  }
}`,
  'My log': `query UsageLog {
  viewer {
    person { usageLog(first: 20) { nodes { at actor { name { full } relation } service client { name } outcome } } }
  }
}`,
  'Find a GP': `query GeneralPractitioners {
  generalPractitioners(municipality: "0301", acceptsPatients: true, first: 5) {
    totalCount
    nodes { practitioner { name { full } } office { name } patientList { capacity waiting } }
  }
}`,
  'Registers': `query Registers {
  registers { name region status errorRate latencyMs { p50 p95 } operations { name breaker } }
}`,
};

const at = (id) => document.getElementById(id);

function show(name) {
  at('query').value = examples[name];
  at('variables').value = '{}';
  for (const tab of at('examples').children) tab.setAttribute('aria-pressed', String(tab.textContent === name));
}

// A token is fetched anew for each run, so that none is kept or grows old.
async function token() {
  const key = at('persona').value;
  if (!key) return at('token').value.trim();
  const response = await fetch('demo/token?persona=' + encodeURIComponent(key), { method: 'POST' });
  if (!response.ok) throw new Error('No token: ' + response.status);
  return (await response.json()).access_token;
}

async function run() {
  at('status').textContent = '…';
  const start = performance.now();
  try {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json;q=0.9' };
    const bearer = await token();
    if (bearer) headers.Authorization = 'Bearer ' + bearer;
    const body = JSON.stringify({ query: at('query').value, variables: JSON.parse(at('variables').value || '{}') });
    const response = await fetch('graphql', { method: 'POST', headers, body });
    at('answer').textContent = JSON.stringify(await response.json(), null, 2);
    at('status').textContent = response.status + ' in ' + Math.round(performance.now() - start) + ' ms';
  } catch (error) {
    at('answer').textContent = String(error);
    at('status').textContent = '';
  }
}

async function meet() {
  const response = await fetch('demo/personas');
  if (!response.ok) return;
  for (const { key, name, about } of await response.json()) {
    at('persona').add(new Option(name + ': ' + about, key));
  }
  at('persona-field').hidden = false;
  at('token-field').hidden = true;
  at('persona').selectedIndex = 1;
}

for (const name of Object.keys(examples)) {
  const tab = document.createElement('button');
  tab.textContent = name;
  tab.addEventListener('click', () => show(name));
  at('examples').append(tab);
}
at('run').addEventListener('click', run);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
});
show('My health');
meet();
