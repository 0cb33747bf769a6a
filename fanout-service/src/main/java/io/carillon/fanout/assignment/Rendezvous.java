package io.carillon.fanout.assignment;

/** Scores of nodes for partitions: the same everywhere, and as good as drawn by lot. */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** Returns how well a node suits a partition; who scores highest suits best. */
    static long score(int partition, String node) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < node.length(); i++) {
            hash = (hash ^ node.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash + 0x9e3779b97f4a7c15L * (partition + 1));
    }

    /** Returns a number in which every bit depends on every bit of the one given, as in SplitMix64. */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
