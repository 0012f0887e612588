package io.github.tidewatch.cgroup;

/** What one group allows by its quota: a number of CPUs, no limit, or not known. Immutable. */
final class CpuLimit {
    static final CpuLimit NONE = new CpuLimit(Double.POSITIVE_INFINITY);
    static final CpuLimit UNKNOWN = new CpuLimit(Double.NaN);

    /** Infinite if there is no limit, NaN if it is not known. */
    final double cpus;

    private CpuLimit(double cpus) {
        this.cpus = cpus;
    }

    boolean isKnown() {
        return !Double.isNaN(cpus);
    }

    /** Of {@code cpu.max}: quota or "max", and period, in µs. */
    static CpuLimit ofMax(String content) {
        String[] fields = content.trim().split("\\s+", -1);
        if (fields.length != 2) {
            return UNKNOWN;
        }
        return fields[0].equals("max") ? NONE : ofQuota(fields[0], fields[1]);
    }

    /** Of a quota, negative for none, and its period, in µs. */
    static CpuLimit ofQuota(String quota, String period) {
        try {
            long micros = Long.parseLong(quota.trim());
            long of = Long.parseLong(period.trim());
            if (micros < 0) {
                return NONE;
            }
            return of <= 0 ? UNKNOWN : new CpuLimit((double) micros / of);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
