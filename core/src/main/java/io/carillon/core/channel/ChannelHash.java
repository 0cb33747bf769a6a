package io.carillon.core.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a channel's name where the name itself would be too long: the first 48 bits of its SHA-256.
 *
 * <p>It tells the channels of one connection apart, of which there are at most a hundred; that two of them have the same
 * hash by chance happens once in 10^11 connections.
 */
public final class ChannelHash {

    /** How many bits a hash has. */
    public static final int BITS = 48;

    private ChannelHash() {}

    /** Returns the hash of a name, from 0 to 2^48 - 1. */
    public static long of(String channel) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(channel.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long hash = 0;
        for (int i = 0; i < BITS / Byte.SIZE; i++) {
            hash = hash << Byte.SIZE | (digest[i] & 0xff);
        }
        return hash;
    }
}
