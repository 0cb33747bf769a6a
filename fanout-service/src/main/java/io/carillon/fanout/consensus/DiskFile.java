package io.carillon.fanout.consensus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Names the disk, by a file beside Raft's log: another disk, or the same one wiped, has another name or none.
 *
 * <p>A voter must not come back without what it has written, since it would vote twice and forget what it promised to keep.
 */
final class DiskFile {

    private final Path directory;
    private final Path file;

    DiskFile(Path directory) {
        this.directory = directory;
        file = directory.resolve("disk");
    }

    /** Returns whether nothing was ever written here. */
    boolean isBlank() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Returns the name, which is given now if there is none yet. */
    String name() throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String name = UUID.randomUUID().toString();
        Path draft = file.resolveSibling("disk.draft");
        Files.writeString(draft, name + '\n');
        try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return name;
    }
}
