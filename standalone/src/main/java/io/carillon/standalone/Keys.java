package io.carillon.standalone;

/** Settings that the command line has options for, or that follow from others here. */
public final class Keys {

    /** Port for publishing and subscribing. */
    public static final String HTTP_PORT = "push.http.port";

    /** Port for health and metrics. */
    public static final String MANAGEMENT_PORT = "push.management.port";

    /** Port on which the fanout serves ingest and edge. */
    public static final String MESH_PORT = "push.mesh.port";

    /** Port of the broker inside; its controller has the next one. */
    public static final String KAFKA_PORT = "push.standalone.kafka.port";

    /** Folder for the data of the broker inside. */
    public static final String DATA = "push.standalone.data";

    /** Brokers to use instead of the one inside. */
    public static final String BOOTSTRAP = "push.kafka.bootstrap.servers";

    /** How many partitions the log is made with. */
    public static final String PARTITIONS = "push.log.partitions";

    static final String HTTP_ADDRESS = "push.http.address";
    static final String AUTH_MODE = "push.auth.mode";
    static final String MANAGEMENT_ADDRESS = "push.management.address";
    static final String MESH_ADDRESS = "push.mesh.address";
    static final String MESH_PEERS = "push.mesh.peers";
    static final String ADVERTISED_HOST = "push.mesh.advertised.host";
    static final String EXPECTED_EDGES = "push.fanout.expected.edges";

    private Keys() {}
}
