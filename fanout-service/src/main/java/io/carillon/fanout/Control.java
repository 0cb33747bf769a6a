package io.carillon.fanout;

import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.fanout.rpc.OwnershipService;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides, alone or with others, which partitions this node serves. */
interface Control {

    TableSource tables();

    /** Returns what other nodes may ask of it on the mesh port. */
    List<OwnershipService> services();

    /** Takes its place among the nodes; {@code address} is where the mesh listener is, as others reach it. */
    void start(String address) throws InterruptedException;

    /** Returns whether this node leads, as far as it knows. */
    boolean isLeader();

    /** Returns whether what it knows of the others can be relied on. */
    Verdict contact();

    /** Returns what an operator may see of it, in the order to be shown. */
    Map<String, Object> view();

    /** Returns how far the owners of other nodes' partitions are, by partition, as far as this node was told. */
    Map<Integer, Progress> progress();

    /** Returns the id of the node that a partition is moving to, if it is. */
    Optional<String> moveTarget(int partition);

    void show(Metrics metrics);

    /** Hands over what this node serves, as far as there is somebody to take it. */
    void drain(Duration limit) throws InterruptedException;

    void close();
}
