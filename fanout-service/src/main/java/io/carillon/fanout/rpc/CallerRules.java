package io.carillon.fanout.rpc;

import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.runtime.tls.MeshService;
import io.carillon.runtime.tls.Refusal;
import io.carillon.runtime.tls.ServiceTls;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which service may call what: each call is for those that need it, and one that is not listed is for nobody, so that a new
 * one is thought of.
 */
final class CallerRules implements ServerInterceptor {

    private static final Set<MeshService> ALL = EnumSet.allOf(MeshService.class);

    private static final Map<String, Set<MeshService>> CALLERS = Map.of(
            OwnershipGrpc.getSessionMethod().getFullMethodName(),
            Set.of(MeshService.FANOUT),
            OwnershipGrpc.getWatchClusterMethod().getFullMethodName(),
            Set.of(MeshService.FANOUT),
            FanoutGrpc.getLinkMethod().getFullMethodName(),
            Set.of(MeshService.EDGE),
            FanoutGrpc.getWatchTableMethod().getFullMethodName(),
            ALL,
            FanoutGrpc.getReadHistoryMethod().getFullMethodName(),
            Set.of(MeshService.EDGE),
            FanoutGrpc.getCountSubscribersMethod().getFullMethodName(),
            Set.of(MeshService.INGEST),
            FanoutGrpc.getAskKeyMethod().getFullMethodName(),
            Set.of(MeshService.INGEST),
            FanoutGrpc.getWatchRevocationsMethod().getFullMethodName(),
            Set.of(MeshService.EDGE, MeshService.INGEST),
            HealthGrpc.getCheckMethod().getFullMethodName(),
            ALL,
            HealthGrpc.getWatchMethod().getFullMethodName(),
            ALL);

    private final ServiceTls tls;

    /**
     * Makes the rules of a mesh with identities.
     *
     * @param tls is told of refusals
     */
    CallerRules(ServiceTls tls) {
        this.tls = tls;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        MeshService caller = Call.current().caller();
        if (caller != null && CALLERS.getOrDefault(method, Set.of()).contains(caller)) {
            return next.startCall(call, headers);
        }
        String who = caller == null ? "a service without a name" : "service " + caller.label();
        tls.refused(Refusal.NOT_ALLOWED, who + " called " + method);
        call.close(Status.PERMISSION_DENIED.withDescription(who + " may not call " + method), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
