package io.github.tidewatch.agent.cli.report.render;

import io.github.tidewatch.agent.cli.report.model.HostSums;
import io.github.tidewatch.agent.cli.report.model.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What the recording says of the host's CPUs, in one line; nothing where it says nothing. */
final class HostFacts {
    private HostFacts() {}

    /** Such as "2 CPUs, CPU quota 0.5 CPUs; on average 1.9 CPUs busy, 0.8 of them with this process". */
    static List<String> of(Summary summary) {
        HostSums host = summary.host();
        List<String> limits = new ArrayList<>();
        boolean isLimited = host.usableCpus().isPresent() && !host.usableCpus().equals(host.cpus());
        host.cpus()
                .ifPresent(cpus -> limits.add(
                        isLimited
                                ? host.usableCpus().getAsLong() + " of " + counted(Long.toString(cpus)) + " usable"
                                : counted(Long.toString(cpus))));
        host.smallestQuota().ifPresent(least -> limits.add("CPU quota " + quota(least, host.greatestQuota())));
        List<String> load = new ArrayList<>();
        host.busyCpus()
                .ifPresent(busy ->
                        load.add(isLimited ? number(busy) + " of these busy" : counted(number(busy)) + " busy"));
        host.ownCpus()
                .ifPresent(own -> load.add((load.isEmpty() ? counted(number(own)) + " busy" : number(own) + " of them")
                        + " with this process"));
        String text = String.join(", ", limits)
                + (limits.isEmpty() || load.isEmpty() ? "" : "; ")
                + (load.isEmpty() ? "" : "on average " + String.join(", ", load));
        return text.isEmpty() ? List.of() : List.of("host: " + text);
    }

    /** Where it changed, from the smallest to the greatest. */
    private static String quota(double least, OptionalDouble most) {
        boolean changed = most.isPresent() && most.getAsDouble() != least;
        return changed ? number(least) + " to " + counted(number(most.getAsDouble())) : counted(number(least));
    }

    private static String counted(String number) {
        return number + (number.equals("1") ? " CPU" : " CPUs");
    }

    private static String number(double cpus) {
        String text = String.format(Locale.ROOT, "%.2f", cpus);
        return text.replaceAll("\\.?0+$", "");
    }
}
