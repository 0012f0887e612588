package io.github.tidewatch.agent.cli.report.flame;

/** How much the time of a frame changed, and in which colour a flame graph shows that. */
enum DiffColour {
    SAME("no more than chance", 0xdcdcdc),
    MORE("more, up to a quarter", 0xf5cbbf),
    MUCH_MORE("more, up to twice", 0xee9a86),
    TWICE("more than twice, or new", 0xe0654e),
    LESS("less, up to a fifth", 0xc3d9f2),
    MUCH_LESS("less, down to half", 0x8fb7e6),
    HALF("less than half, or gone", 0x5793d8),
    UNKNOWN("not known whether by chance", 0xf4ecc2);

    private static final double LITTLE = 1.25;
    private static final double MUCH = 2;

    private final String label;
    private final int colour;

    DiffColour(String label, int colour) {
        this.label = label;
        this.colour = colour;
    }

    /** Of what is so many times what it was: infinite if it is new. */
    static DiffColour of(double times) {
        if (times > 1) {
            return times <= LITTLE ? MORE : times <= MUCH ? MUCH_MORE : TWICE;
        }
        return times >= 1 / LITTLE ? LESS : times >= 1 / MUCH ? MUCH_LESS : HALF;
    }

    /** In the legend. */
    String label() {
        return label;
    }

    /** Red, green and blue. */
    int colour() {
        return colour;
    }
}
