package io.carillon.e2e.clients;

import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a screen, on a page of the service's own origin whose script has an EventSource. */
final class Browser implements ForeignClient {

    private static final Path SCRIPT = Path.of("e2e/src/test/clients/listen.js");
    private static final Pattern LISTENS = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:[0-9]+)/");
    private static final Pattern PAGE = Pattern.compile("\"webSocketDebuggerUrl\": *\"(ws://[^\"]*/page/[^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServiceProcess process;
    private final DevTools page;

    /**
     * Starts it.
     *
     * @param folder for its profile
     * @param url of the event stream
     */
    Browser(Path folder, URI url) {
        // Whatever the root answers, the page has the origin of the service then.
        process = ServiceProcess.start(ProcessCommand.of(
                Program.find("chromium").toString(),
                "--headless",
                "--disable-gpu",
                "--no-sandbox",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                url.resolve("/").toString()));
        try {
            page = new DevTools(debuggingUrl());
            awaitOrigin(url);
            page.evaluate(Files.readString(Program.projectRoot().resolve(SCRIPT)));
            page.evaluate("var lines = []; listen(EventSource, '" + url + "', (line) => lines.push(line))");
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    private URI debuggingUrl() {
        Matcher listens = LISTENS.matcher(process.awaitLine(LISTENS, PATIENCE));
        if (!listens.find()) {
            throw new AssertionError("no address of the DevTools");
        }
        URI list = URI.create("http://" + listens.group(1) + "/json/list");
        return Eventually.within(PATIENCE).yields("a page in " + list, () -> {
            HttpReply reply = Http.get(list);
            Matcher open = PAGE.matcher(reply.text());
            if (!open.find()) {
                throw new AssertionError(reply.text());
            }
            return URI.create(open.group(1));
        });
    }

    private void awaitOrigin(URI url) {
        String origin = url.resolve("/").toString();
        Eventually.within(PATIENCE)
                .until("a page of " + origin, () -> origin.equals(page.evaluate("location.origin") + "/"));
    }

    @Override
    public Story story() {
        return new Story(page.evaluate("lines.join('\\n')").lines().toList());
    }

    @Override
    public void close() {
        page.close();
        process.close();
    }
}
