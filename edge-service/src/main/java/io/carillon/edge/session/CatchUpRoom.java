package io.carillon.edge.session;

/**
 * How many bytes a session that catches up may ask for and hold: its own share, and no more than there is for all clients.
 */
final class CatchUpRoom {

    /** However short room is, a session that reads gets on by so much at a time. */
    private static final int LEAST_CREDIT_BYTES = 4 << 10;

    private final Session session;
    private final Lanes lanes;

    /**
     * Makes the room of a session.
     *
     * @param lanes the session's, as they are at any time
     */
    CatchUpRoom(Session session, Lanes lanes) {
        this.session = session;
        this.lanes = lanes;
    }

    /** Returns whether there is room for one more lane to ask. */
    boolean isThere() {
        return leftBytes() >= LEAST_CREDIT_BYTES;
    }

    /**
     * Returns how much a lane may ask for at first: who missed little needs no more, and who missed more shows it by taking
     * all of that.
     */
    int firstCreditBytes(int lanesAsking) {
        return Math.min(LEAST_CREDIT_BYTES, creditBytes(lanesAsking));
    }

    /** Returns how much may be under way for a lane, if so many lanes ask at once. */
    int creditBytes(int lanesAsking) {
        return Math.min(shareBytes() / lanesAsking, Math.max(leftBytes(), LEAST_CREDIT_BYTES));
    }

    /** Returns up to how many bytes of live events a lane may hold. */
    int holdBytes(Lane lane) {
        return lane.heldBytes() + Math.min(leftBytes(), shareBytes() - heldBytes());
    }

    /** Returns the bytes that are held, have come, or may come without being asked for again. */
    int bytes() {
        int bytes = 0;
        for (Lane lane : lanes) {
            bytes += lane.heldBytes() + lane.expectedBytes();
        }
        return bytes;
    }

    /** Half of what may wait for the client is for what was asked for, and half for what is live meanwhile. */
    int shareBytes() {
        return session.group().limits().queueBytes() / 2;
    }

    private int heldBytes() {
        int bytes = 0;
        for (Lane lane : lanes) {
            bytes += lane.heldBytes();
        }
        return bytes;
    }

    private int leftBytes() {
        return session.group().room().left(session.line().heldBytes());
    }
}
