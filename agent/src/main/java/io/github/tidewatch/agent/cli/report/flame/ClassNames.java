package io.github.tidewatch.agent.cli.report.flame;

import java.util.List;
import java.util.regex.Pattern;

/** Names of classes that are made while a program runs, without what is another number in each run. */
final class ClassNames {
    /** The JVM's lambdas, hidden classes, accessors and proxies; and the classes of CGLIB and Byte Buddy. */
    private static final Pattern OF_ONE_RUN = Pattern.compile("(?<=\\$\\$Lambda).*"
            + "|[./+](?:0x\\p{XDigit}+|\\d+)$"
            + "|(?<=Generated(?:Method|Constructor|SerializationConstructor)Accessor|\\$Proxy|jdk\\.proxy)\\d+"
            + "|(?<=CGLIB\\$\\$)\\p{XDigit}{5,}"
            + "|(?<=\\$(?:HibernateProxy|MockitoMock|ByteBuddy)\\$)\\w+");

    /** What all of them have, but for a number at the end: to search for these takes less time. */
    private static final List<String> MARKS =
            List.of("$$", "/0x", ".0x", "+0x", "$Proxy", "Proxy$", "MockitoMock$", "Buddy$");

    private ClassNames() {}

    /** The name that the class has in each run. */
    static String ofAnyRun(String name) {
        boolean mayBe = !name.isEmpty() && Character.isDigit(name.charAt(name.length() - 1));
        for (int i = 0; i < MARKS.size() && !mayBe; i++) {
            mayBe = name.contains(MARKS.get(i));
        }
        return mayBe ? OF_ONE_RUN.matcher(name).replaceAll("") : name;
    }
}
