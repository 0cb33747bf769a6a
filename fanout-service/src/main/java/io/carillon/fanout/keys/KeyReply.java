package io.carillon.fanout.keys;

/** What becomes of a question about a key. */
public sealed interface KeyReply {

    /** The owner knows. */
    record Known(KeyAnswer answer) implements KeyReply {}

    /** This node does not own the partition. */
    record NotOwner() implements KeyReply {}

    /** Too many questions wait here; ask again. */
    record Busy() implements KeyReply {}
}
