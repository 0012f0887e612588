package io.github.tidewatch.text;

/** Names that others wrote into a recording: as long as they like. */
public final class RecordedNames {
    private RecordedNames() {}

    /** A name that is not longer, but for the dots that say so. */
    public static String cut(String name, int longest) {
        if (name.length() <= longest) {
            return name;
        }
        int half = Character.isHighSurrogate(name.charAt(longest - 1)) ? 1 : 0;
        return name.substring(0, longest - half) + "...";
    }
}
