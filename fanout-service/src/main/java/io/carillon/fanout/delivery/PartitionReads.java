package io.carillon.fanout.delivery;

import io.carillon.core.log.HistoryPage;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.link.Reader;
import io.carillon.fanout.link.RecentFill;

/** Reads the past of one partition; the answers go into its pump's mailbox. */
final class PartitionReads {

    private final OwnedPartition of;
    private final HistoryReads history;
    private final Mailbox<PumpCommand> mailbox;

    PartitionReads(OwnedPartition of, HistoryReads history, Mailbox<PumpCommand> mailbox) {
        this.of = of;
        this.history = history;
        this.mailbox = mailbox;
    }

    /** Reads a page for somebody who reads the past. */
    void read(Reader reader, HistoryQuery query) {
        history.read(of.partition(), query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                mailbox.add(new PumpCommand.HistoryRead(of, reader, page));
            }

            @Override
            public void failed() {
                mailbox.add(new PumpCommand.HistoryFailed(of, reader));
            }
        });
    }

    /** Lets a search for the last publications go on. */
    void findLast(Reader reader, LastSearch search, long after) {
        history.findLast(of.partition(), search, after, new HistoryReads.LastAnswer() {
            @Override
            public void found(LastSearch found) {
                mailbox.add(new PumpCommand.LastFound(of, reader, found));
            }

            @Override
            public void failed() {
                mailbox.add(new PumpCommand.HistoryFailed(of, reader));
            }
        });
    }

    /** Reads what memory is to be filled with. */
    void fill(RecentFill by, HistoryQuery query) {
        history.read(of.partition(), query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                mailbox.add(new PumpCommand.Filled(of, by, query, page));
            }

            @Override
            public void failed() {
                // Nobody waits for it.
            }
        });
    }
}
