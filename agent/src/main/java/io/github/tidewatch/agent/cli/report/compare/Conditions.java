package io.github.tidewatch.agent.cli.report.compare;

import io.github.tidewatch.agent.cli.report.model.HostSums;
import io.github.tidewatch.agent.cli.report.model.Spread;
import io.github.tidewatch.agent.cli.report.model.Summary;
import io.github.tidewatch.metrics.ThreadGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Whether two recordings were made under the same conditions. */
final class Conditions {
    private static final double SAME_QUOTA = 1.01;

    /** Of samples in each second. */
    private static final double SAME_PERIOD = 1.25;

    /** Of the CPUs, how many more others may use. */
    private static final double SAME_LOAD = 0.25;

    /** Of spans in each second; with fewer the number says nothing. */
    private static final double SAME_RATE = 1.25;

    private static final int LEAST_SPANS = 100;
    private static final double SECOND = 1e9;

    private Conditions() {}

    /** How they differ; empty if they do not, as far as it is known. */
    static List<String> differing(ComparedRecording baseline, ComparedRecording now) {
        List<String> reasons = new ArrayList<>();
        Summary before = baseline.summary();
        Summary after = now.summary();
        tooShort(reasons, "the baseline", baseline);
        tooShort(reasons, "the recording", now);
        lost(reasons, "the baseline", before);
        lost(reasons, "the recording", after);
        differs(reasons, "kernels", text(before, "kernel"), text(after, "kernel"));
        differs(
                reasons,
                "models of CPUs",
                before.host().cpuModel(),
                after.host().cpuModel());
        differs(
                reasons,
                "CPUs of the host",
                text(before.host().cpus()),
                text(after.host().cpus()));
        differs(
                reasons,
                "usable CPUs",
                text(before.host().usableCpus()),
                text(after.host().usableCpus()));
        quota(reasons, before.host(), after.host());
        period(reasons, before, after);
        load(reasons, before.host(), after.host());
        rates(reasons, baseline, now);
        return reasons;
    }

    private static void tooShort(List<String> reasons, String which, ComparedRecording recording) {
        if (!recording.isLongEnough()) {
            reasons.add(
                    which + " is too short: it has " + recording.groups().count() + " pairs of whole intervals, and "
                            + Spread.LEAST + " are needed to know how much they differ by chance");
        }
    }

    private static void lost(List<String> reasons, String which, Summary summary) {
        long bytes = summary.status().lostBytes();
        if (bytes > 0) {
            reasons.add("JFR lost " + bytes + " bytes of the events of " + which
                    + " (jdk.DataLoss), perhaps records among them");
        }
    }

    private static String text(Summary summary, String title) {
        return summary.status().values().get(title);
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : null;
    }

    /** What is unknown in one of them is no difference. */
    private static void differs(List<String> reasons, String what, String before, String after) {
        if (before != null && after != null && !Objects.equals(before, after)) {
            reasons.add("the " + what + " differ: " + before + " in the baseline, " + after + " now");
        }
    }

    private static void quota(List<String> reasons, HostSums before, HostSums after) {
        String one = quota(before.smallestQuota(), before.greatestQuota());
        String other = quota(after.smallestQuota(), after.greatestQuota());
        boolean differ = before.smallestQuota().isPresent()
                        != after.smallestQuota().isPresent()
                || ratio(before.smallestQuota().orElse(1), after.smallestQuota().orElse(1)) > SAME_QUOTA
                || ratio(before.greatestQuota().orElse(1), after.greatestQuota().orElse(1)) > SAME_QUOTA;
        if (differ) {
            differs(reasons, "CPU quotas", one, other);
        }
    }

    private static String quota(OptionalDouble smallest, OptionalDouble greatest) {
        if (smallest.isEmpty() || greatest.isEmpty()) {
            return "none known";
        }
        String least = number(smallest.getAsDouble());
        String most = number(greatest.getAsDouble());
        return (least.equals(most) ? least : least + " to " + most) + " CPUs";
    }

    private static void period(List<String> reasons, Summary before, Summary after) {
        OptionalLong one = before.overhead().get("passes");
        OptionalLong other = after.overhead().get("passes");
        if (one.isPresent() && other.isPresent()) {
            double rate = one.getAsLong() / Math.max(1, before.length() / SECOND);
            double rateNow = other.getAsLong() / Math.max(1, after.length() / SECOND);
            if (rate > 0 && rateNow > 0 && ratio(rate, rateNow) > SAME_PERIOD) {
                differs(reasons, "periods", number(rate) + " samples per second", number(rateNow) + " per second");
            }
        }
    }

    /** What others on the host did. */
    private static void load(List<String> reasons, HostSums before, HostSums after) {
        OptionalDouble one = others(before);
        OptionalDouble other = others(after);
        double cpus = Math.max(1, after.usableCpus().orElse(after.cpus().orElse(1)));
        if (one.isPresent()
                && other.isPresent()
                && Math.abs(one.getAsDouble() - other.getAsDouble()) > SAME_LOAD * cpus) {
            differs(
                    reasons,
                    "loads by other processes",
                    number(one.getAsDouble()) + " CPUs busy with them",
                    number(other.getAsDouble()) + " CPUs");
        }
    }

    private static OptionalDouble others(HostSums host) {
        return host.busyCpus().isPresent() && host.ownCpus().isPresent()
                ? OptionalDouble.of(Math.max(
                        0, host.busyCpus().getAsDouble() - host.ownCpus().getAsDouble()))
                : OptionalDouble.empty();
    }

    /** What was asked of the application: how often spans ran. */
    private static void rates(List<String> reasons, ComparedRecording baseline, ComparedRecording now) {
        if (!baseline.spans().areAll() || !now.spans().areAll()) {
            return; // how many shorter ones there were is not known
        }
        now.spans().byName().forEach((name, spans) -> {
            SpanBatches before = baseline.spans().byName().get(name);
            if (before != null
                    && !name.equals(ThreadGroups.OTHERS)
                    && before.count() >= LEAST_SPANS
                    && spans.count() >= LEAST_SPANS) {
                double rate = before.count() / Math.max(1, baseline.summary().length() / SECOND);
                double rateNow = spans.count() / Math.max(1, now.summary().length() / SECOND);
                if (ratio(rate, rateNow) > SAME_RATE) {
                    differs(
                            reasons,
                            "loads",
                            number(rate) + " spans " + name + " per second",
                            number(rateNow) + " per second");
                }
            }
        });
    }

    private static double ratio(double one, double other) {
        return Math.max(one, other) / Math.max(1e-9, Math.min(one, other));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
