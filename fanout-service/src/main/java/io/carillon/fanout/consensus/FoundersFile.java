package io.carillon.fanout.consensus;

import io.carillon.runtime.discovery.NodeAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Keeps who founded the cluster beside the log, so that a node can come back when nobody is there to be asked.
 *
 * <p>The log alone would not do: it says who has a vote only when a first leader has been elected.
 */
final class FoundersFile {

    private final Path file;

    FoundersFile(Path directory) {
        file = directory.resolve("founders");
    }

    /** Returns what is kept, or else asks and keeps the answer. */
    List<NodeAddress> readOr(RaftNode.Founders founders) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return Files.readAllLines(file).stream()
                    .map(NodeAddress::parse)
                    .flatMap(Optional::stream)
                    .toList();
        }
        List<NodeAddress> answer = founders.get();
        Path draft = file.resolveSibling("founders.draft");
        Files.write(draft, answer.stream().map(NodeAddress::toString).toList());
        try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return answer;
    }
}
