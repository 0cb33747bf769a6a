package io.carillon.standalone;

import io.carillon.runtime.lifecycle.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder for all data, which belongs to one process at a time. */
public final class DataFolder implements Part {

    private static final String LOCK = "in-use.lock";

    private final Path path;

    /** Written by the starting thread; the lock lives as long as the channel, and ends with the process at the latest. */
    private volatile @Nullable FileChannel channel;

    /** Names a folder; nothing is done to it before the start. */
    public DataFolder(Path path) {
        this.path = path;
    }

    /** Returns the folder for the broker's part of the data. */
    Path broker() {
        return path.resolve("kafka");
    }

    @Override
    public void start() throws IOException {
        FileChannel opened = open();
        if (!lock(opened)) {
            opened.close();
            throw new IOException("data folder " + path
                    + " is in use by another process (expected: a folder of its own; choose another with --data)");
        }
        channel = opened;
    }

    private FileChannel open() throws IOException {
        try {
            Files.createDirectories(path);
            return FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "data folder " + path + " cannot be written to: " + e
                            + " (expected: a folder of yours; choose another with --data)",
                    e);
        }
    }

    private static boolean lock(FileChannel opened) throws IOException {
        try {
            FileLock lock = opened.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() {
        FileChannel held = channel;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "data folder not released", e);
        }
    }
}
