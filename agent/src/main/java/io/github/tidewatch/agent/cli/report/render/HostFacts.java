package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.HostSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the recording says of the host's CPUs, in one line; nothing where it says nothing. */
final class HostFacts {
    private HostFacts() {}

    /** Such as "2 CPUs, CPU quota 0.5 CPUs; on average 1.9 CPUs busy, 0.8 of them with this process". */
    static List<String> of(Summary summary) {
        HostSums host = summary.host();
        List<String> limits = new ArrayList<>();
        host.cpus().ifPresent(cpus -> limits.add(cpus + (cpus == 1 ? " CPU" : " CPUs")));
        host.cpuQuota().ifPresent(quota -> limits.add("CPU quota " + number(quota) + (quota == 1 ? " CPU" : " CPUs")));
        List<String> load = new ArrayList<>();
        host.busyCpus().ifPresent(busy -> load.add(number(busy) + " CPUs busy"));
        host.ownCpus()
                .ifPresent(own ->
                        load.add(number(own) + (load.isEmpty() ? " CPUs busy" : " of them") + " with this process"));
        String text = String.join(", ", limits)
                + (limits.isEmpty() || load.isEmpty() ? "" : "; ")
                + (load.isEmpty() ? "" : "on average " + String.join(", ", load));
        return text.isEmpty() ? List.of() : List.of("host: " + text);
    }

    private static String number(double cpus) {
        String text = String.format(Locale.ROOT, "%.2f", cpus);
        return text.replaceAll("\\.?0+$", "");
    }
}
