package io.carillon.fanout.assignment;

/**
 * A node that may own partitions.
 *
 * @param id its id
 * @param weight how much it takes compared with others, from 1
 * @param zone what it shares with others that fail together; empty if nobody knows
 */
public record Candidate(String id, int weight, String zone) {}
