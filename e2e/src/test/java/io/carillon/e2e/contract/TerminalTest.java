package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.OurJvm;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code carillon subscribe} as a process, which begins where it is told. */
@Carillon
class TerminalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EARLIER = 4;

    @ParameterizedTest
    @CsvSource({"--from-beginning, 0", "--last 1 --ws, 3", "--since ID-OF-2, 3", "--since ID-OF-0 --ws, 1"})
    void subscribesFromAPlaceInThePast(String options, int first, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("terminal");
        List<Receipt> receipts = new ArrayList<>();
        for (int number = 0; number < EARLIER; number++) {
            receipts.add(carillon.publish(channel, String.valueOf(number)));
        }
        awaitHeard(carillon, channel);
        List<String> arguments = Stream.of(options.split(" "))
                .map(word -> word.startsWith("ID-OF-")
                        ? receipts.get(Integer.parseInt(word.substring("ID-OF-".length())))
                                .id()
                        : word)
                .toList();

        try (ServiceProcess process = subscribe(carillon, channel, arguments)) {
            await(process, channel, EARLIER - first);
            receipts.add(carillon.publish(channel, String.valueOf(EARLIER)));
            await(process, channel, EARLIER - first + 1);

            List<String> expected = new ArrayList<>();
            for (int number = first; number <= EARLIER; number++) {
                expected.add(receipts.get(number).id() + "\t" + channel + "\t" + number);
            }
            assertThat(messages(process, channel)).isEqualTo(expected);
        }
    }

    /** Waits until the edge has heard of all, since the last ones are counted back from what it has heard. */
    private static void awaitHeard(RunningCarillon carillon, String channel) {
        Dial dial = Dial.to(carillon.http(Transport.SSE.path() + "?channels=" + channel + "&since=earliest"));
        try (Subscriber subscriber = carillon.open(Transport.SSE, dial)) {
            for (int number = 0; number < EARLIER; number++) {
                assertThat(subscriber.next("message").data()).endsWith(number + "}");
            }
        }
    }

    private static ServiceProcess subscribe(RunningCarillon carillon, String channel, List<String> options) {
        List<String> command = new ArrayList<>(OurJvm.command("io.carillon.standalone.Main"));
        command.addAll(List.of(
                "subscribe", channel, "--ids", "--url", carillon.http("").toString()));
        command.addAll(options);
        return ServiceProcess.start(new ProcessCommand(command, Map.of(), null));
    }

    private static void await(ServiceProcess process, String channel, int count) {
        Eventually.within(PATIENCE)
                .observing(process::output)
                .until(count + " messages", () -> messages(process, channel).size() >= count);
    }

    private static List<String> messages(ServiceProcess process, String channel) {
        return process.output().stream()
                .filter(line -> line.contains("\t" + channel + "\t"))
                .toList();
    }
}
