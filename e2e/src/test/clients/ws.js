// node ws.js URL: prints what a WebSocket of the package "ws" hears; it comes back with the last id by itself.
const WebSocket = require("ws");

const url = process.argv[2];
let last = "";

function connect() {
    const socket = new WebSocket(last ? `${url}&since=${encodeURIComponent(last)}` : url);
    socket.on("open", () => console.log("open"));
    socket.on("message", (text) => {
        const { event, data, id } = JSON.parse(text);
        last = id ?? last;
        console.log(`${event} ${last} ${JSON.stringify(data)}`);
        if (event === "ping") {
            socket.send('{"event":"pong"}');
        }
    });
    socket.on("error", (error) => console.log(`lost ${error.message}`));
    socket.on("close", () => setTimeout(connect, 300));
}

connect();
