package io.carillon.standalone.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Puts in words how a cluster is: its processes, and who owns what. */
final class StatusReport {

    private StatusReport() {}

    /** Returns the report; asks every service. */
    static String of(RunningCluster cluster) {
        var probe = new Probe();
        Map<NodePlan, String> states = cluster.states();
        List<ClusterPage> pages = states.keySet().stream()
                .filter(node -> node.kind() == NodeKind.FANOUT)
                .map(probe::cluster)
                .flatMap(Optional::stream)
                .toList();
        Optional<ClusterPage> newest = pages.stream().max(Comparator.comparingLong(ClusterPage::version));
        var report = new StringBuilder();
        row(report, "node", "process", "ready", "leader", "owns", "ports");
        states.forEach((node, state) -> row(
                report,
                node.name(),
                state,
                node.kind().isService() ? (probe.isReady(node) ? "yes" : "no") : "",
                newest.filter(page -> page.leader().equals(node.name())).isPresent() ? "yes" : "",
                node.kind() == NodeKind.FANOUT ? owned(newest, node.name()) : "",
                ports(node)));
        newest.ifPresent(page -> table(report, page, pages));
        if (newest.isEmpty()) {
            report.append("\nNo fanout node answers, so nothing is known of partitions.\n");
        }
        return report.toString();
    }

    private static void row(
            StringBuilder report, String node, String process, String ready, String leader, String owns, String ports) {
        report.append("%-10s %-22s %-6s %-7s %-5s %s\n".formatted(node, process, ready, leader, owns, ports));
    }

    private static String owned(Optional<ClusterPage> page, String node) {
        return page.map(known -> Long.toString(known.partitions().stream()
                        .filter(partition -> partition.owner().equals(node))
                        .count()))
                .orElse("");
    }

    private static String ports(NodePlan node) {
        return node.ports().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(port -> port.getKey() + ' ' + port.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void table(StringBuilder report, ClusterPage newest, List<ClusterPage> pages) {
        report.append("\nversion ").append(newest.version()).append(", members: ");
        report.append(newest.members().stream()
                        .map(member -> member.id() + (member.state().isEmpty() ? "" : " " + member.state()))
                        .collect(Collectors.joining(", ")))
                .append("\n\n");
        report.append("%-9s  %-10s  %-14s  %-10s  %-9s  %s\n"
                .formatted("partition", "owner", "epoch", "through", "followers", "lag"));
        for (ClusterPage.Partition partition : newest.partitions()) {
            ClusterPage.Partition known = asItsOwnerKnowsIt(partition, pages);
            report.append("%-9d  %-10s  %-14d  %-10s  %-9s  %s\n"
                    .formatted(
                            partition.number(),
                            partition.owner(),
                            partition.epoch(),
                            text(known.through()),
                            text(known.followers()),
                            text(known.lag())));
        }
    }

    private static ClusterPage.Partition asItsOwnerKnowsIt(ClusterPage.Partition partition, List<ClusterPage> pages) {
        return pages.stream()
                .filter(page -> page.node().equals(partition.owner()))
                .flatMap(page -> page.partitions().stream())
                .filter(candidate -> candidate.number() == partition.number())
                .findFirst()
                .orElse(partition);
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }
}
