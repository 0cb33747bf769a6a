package io.carillon.edge.session;

/**
 * Where the bytes of one connection go out. Called by the session's own thread only, and never blocks.
 *
 * <p>An outlet is either clear or congested. Congested, it takes nothing; when it is clear again it tells the session's
 * shard, which calls {@link SessionGroup#writable}.
 */
public interface Outlet {

    /**
     * Takes all of a frame, or none.
     *
     * @param frame shared with other connections and never written to by anybody, so it may be kept
     * @return false, having taken nothing, if the connection is congested or gone
     */
    boolean tryWrite(byte[] frame);

    /**
     * Takes all of the first bytes of an array, or none.
     *
     * @param bytes belongs to the caller, who uses it again after the call: what cannot be sent at once is copied
     * @param length how many of the bytes, from 1
     * @return false, having taken nothing, if the connection is congested or gone
     */
    boolean tryWriteCopy(byte[] bytes, int length);

    /** Returns how many bytes it has taken and holds still, 0 for an outlet that counts them by itself. */
    int pendingBytes();

    /** Ends the connection in an orderly way once everything taken is out. Nothing may be written after this. */
    void finish();

    /** Ends the connection at once, with whatever was not yet sent. */
    void abort();
}
