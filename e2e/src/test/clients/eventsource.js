// node eventsource.js URL: prints what the EventSource of the package of that name hears.
const { EventSource } = require("eventsource");
const { listen } = require("./listen.js");

listen(EventSource, process.argv[2], console.log);
