// What an EventSource hears, as lines for the test: for the browser's own one, and for those of Node.js.
// listen(EventSource class, URL, function that takes a line)
function listen(EventSource, url, say) {
    const source = new EventSource(url);
    source.onopen = () => say("open");
    for (const name of ["heartbeat", "message", "gap", "reconnect"]) {
        source.addEventListener(name, (event) => say(`${name} ${event.lastEventId} ${event.data}`));
    }
    // One that is closed has given up for good; any other comes back by itself.
    source.onerror = (event) => {
        const why = `${event.code ?? ""} ${event.message ?? ""}`;
        say(source.readyState === source.CLOSED ? `dead ${why}` : `lost ${why}`);
    };
}

if (typeof module !== "undefined") {
    module.exports = { listen };
}
