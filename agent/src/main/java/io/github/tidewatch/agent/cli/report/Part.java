package io.github.tidewatch.agent.cli.report;

/** One of the five disjoint parts of a thread's time, as the recording names it, in the order in which they are shown. */
enum Part {
    USER("user", "userTime", "running in user mode", 0x0072b2),
    SYSTEM("system", "systemTime", "running in kernel mode", 0x56b4e9),
    CPU_DELAY("cpu delay", "cpuDelay", "waiting for a CPU", 0xd55e00),
    BLOCK_IO("block i/o", "blockIoDelay", "waiting for block I/O", 0xcc79a7),
    WAITING("waiting", "waitTime", "waiting voluntarily", 0x999999);

    private static final Part[] ALL = values();

    private final String title;
    private final String field;
    private final String doing;
    private final int colour;

    Part(String title, String field, String doing, int colour) {
        this.title = title;
        this.field = field;
        this.doing = doing;
        this.colour = colour;
    }

    static int count() {
        return ALL.length;
    }

    /** Its column's head. */
    String title() {
        return title;
    }

    /** The name of the field in the events. */
    String field() {
        return field;
    }

    /** What a thread does meanwhile, for a sentence. */
    String doing() {
        return doing;
    }

    /** The same in all output, as 0xRRGGBB: of the palette of Okabe and Ito, which colour-blind people can distinguish. */
    int colour() {
        return colour;
    }

    /** Whether a thread loses this time: it wanted to go on and could not. */
    boolean isLoss() {
        return this == CPU_DELAY || this == BLOCK_IO;
    }
}
