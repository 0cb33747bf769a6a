package io.carillon.bench.load;

import java.nio.ByteBuffer;

/** A connection as the load's selector sees it. */
interface Ready {

    /**
     * Does what there is to do.
     *
     * @param buffer room to read into, free before and after
     * @param bytes the same as an array
     */
    void ready(ByteBuffer buffer, byte[] bytes);
}
