package io.carillon.runtime.process;

import io.carillon.runtime.discovery.Endpoints;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.ManagementServer;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.tls.MeshSecurity;

/**
 * What a process gives to the service in it.
 *
 * @param security how it talks to its peers in the mesh
 * @param health where the service adds its checks
 * @param metrics where it adds its meters
 * @param management where it adds pages of its own
 * @param registry where it learns of other processes
 * @param endpoints where it adds the ports that other processes may want to know
 * @param lifecycle where it adds its parts, in the order in which they start
 */
public record Host(
        MeshSecurity security,
        Health health,
        Metrics metrics,
        ManagementServer management,
        Registry registry,
        Endpoints endpoints,
        Lifecycle lifecycle) {}
