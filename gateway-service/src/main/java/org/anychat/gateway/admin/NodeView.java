package org.anychat.gateway.admin;

import java.util.List;
import java.util.Map;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi.Figure;
import org.anychat.contracts.ProcessApi.ProcessReport;

/**
 * A process as it has last spoken of itself.
 *
 * @param node the process
 * @param report what it has said, or null where it has not answered yet
 * @param atNs when, by a clock that never goes back
 * @param late whether it has not answered since
 */
record NodeView(NodeId node, ProcessReport report, long atNs, boolean late) {
    /** Of a process that has not spoken yet. */
    static NodeView unknown(NodeId node, long nowNs) {
        return new NodeView(node, null, nowNs, false);
    }

    NodeView silent() {
        return new NodeView(node, report, atNs, true);
    }

    boolean runs(String service) {
        return report != null && report.program().services().contains(service);
    }

    /** All of a name, whatever their labels; 0 where there are none. */
    double sum(String name) {
        return figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .sum();
    }

    /** Those of a name with one label, all together. */
    double sum(String name, String label, String value) {
        return figures().stream()
                .filter(figure -> figure.name().equals(name) && has(figure.labels(), label, value))
                .mapToDouble(Figure::value)
                .sum();
    }

    boolean shows(String name) {
        return figures().stream().anyMatch(figure -> figure.name().equals(name));
    }

    private static boolean has(Map<String, String> labels, String label, String value) {
        return value.equals(labels.get(label));
    }

    private List<Figure> figures() {
        return report == null ? List.of() : report.figures();
    }
}
