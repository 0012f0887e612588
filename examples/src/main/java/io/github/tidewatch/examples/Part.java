package io.github.tidewatch.examples;

/** One of the five disjoint parts of a thread's time, as {@code tidewatch.ThreadDelay} names it. */
enum Part {
    USER("user", "userTime"),
    SYSTEM("system", "systemTime"),
    CPU_DELAY("cpu delay", "cpuDelay"),
    BLOCK_IO("block i/o", "blockIoDelay"),
    WAITING("waiting", "waitTime");

    private final String title;
    private final String field;

    Part(String title, String field) {
        this.title = title;
        this.field = field;
    }

    String title() {
        return title;
    }

    String field() {
        return field;
    }
}
