package io.github.tidewatch.agent;

/** Whether this JVM is new enough. Of Java 8's class format, as all classes that run before this is known. */
final class JavaVersion {

    private static final int LEAST = 11;

    private JavaVersion() {}

    /** Says that this JVM is too old; null if it is not. */
    static String tooOld() {
        if (feature(System.getProperty("java.specification.version")) >= LEAST) {
            return null;
        }
        return "this JVM is of Java " + System.getProperty("java.version") + ", Tidewatch needs Java " + LEAST
                + " or later";
    }

    /** Of "1.8" and "9" the number that counts; what cannot be read is taken for a version that is yet to come. */
    static int feature(String specification) {
        try {
            String digits = specification.startsWith("1.") ? specification.substring(2) : specification;
            int end = digits.indexOf('.');
            return Integer.parseInt(end < 0 ? digits : digits.substring(0, end));
        } catch (RuntimeException e) {
            return Integer.MAX_VALUE;
        }
    }
}
