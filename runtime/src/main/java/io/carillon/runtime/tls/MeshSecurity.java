package io.carillon.runtime.tls;

/** How a process talks to its peers in the mesh. */
public sealed interface MeshSecurity {

    /** Without TLS: everybody who can reach a port is taken for whoever it says it is. For one machine, and for tests. */
    record Open() implements MeshSecurity {}

    /**
     * Mutual TLS with identities.
     *
     * @param tls shows who this process is, and tells who others are
     */
    record Mutual(ServiceTls tls) implements MeshSecurity {}
}
