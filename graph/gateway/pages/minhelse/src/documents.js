// What a browser shows without running anything. A blob has this page's origin,
// so that anything else, as a page of HTML, is saved and not opened.
const shown = new Set(['application/pdf', 'text/plain', 'image/png', 'image/jpeg']);

// makeOpener opens documents of one person. The gateway's link is good for this
// viewer and for some minutes only, and wants the token, which no address bar
// can send: the file is fetched, and shown in a tab of its own. When another
// person is chosen, those tabs are closed and what they showed is let go.
export function makeOpener(session) {
  const windows = [];
  const addresses = [];
  const asked = new AbortController();
  return {
    // open shows the document. When the browser does not let a new tab be
    // opened so late, it gives an address to be opened by hand.
    async open({ contentUrl, title }) {
      const response = await fetch(contentUrl, {
        headers: { authorization: await session.authorization(), 'accept-language': document.documentElement.lang }, credentials: 'omit', signal: asked.signal,
      });
      if (!response.ok) throw new Error('document');
      const file = await response.blob();
      const media = file.type.split(';')[0];
      const address = URL.createObjectURL(file);
      addresses.push(address);
      if (!shown.has(media)) {
        save(address, title, media);
        return null;
      }
      const tab = window.open(address, '_blank');
      if (!tab) return address;
      windows.push(tab);
      return null;
    },
    closeAll() {
      asked.abort();
      for (const tab of windows) tab.close();
      for (const address of addresses) URL.revokeObjectURL(address);
    },
  };
}

function save(address, title, media) {
  const link = document.createElement('a');
  link.href = address;
  link.download = `${title ?? 'dokument'}.${media.split('/')[1].replace(/\W.*/, '')}`;
  link.click();
}
