package io.github.tidewatch.agent.weave;

import java.util.regex.Pattern;

/**
 * Which methods one word of the option {@code spans} chooses: {@code Class}, {@code Class::method}, {@code ::method} or {@code
 * @Annotation}, where the class may be {@code Class+} (with its subtypes), names may have wildcards ({@code *} within a part of
 * a name, {@code **} across parts), and the method may be {@code @Annotation}. The bootstrap has checked it. Immutable.
 */
final class SpanFilter {
    private static final String OF = "::";
    private static final String SUBTYPES = "+";

    private static final Pattern ANY = Pattern.compile("::\\*+$");

    private final String text;
    private final String type;
    private final boolean subtypes;
    private final Pattern typePattern;
    private final String annotation;
    private final boolean annotatesClass;
    private final Pattern method;

    private SpanFilter(String text, String type, String method) {
        this.text = text;
        annotatesClass = type.startsWith("@");
        String annotated = annotatesClass ? type : method.startsWith("@") ? method : null;
        annotation = annotated == null ? null : "L" + annotated.substring(1).replace('.', '/') + ";";
        subtypes = type.endsWith(SUBTYPES);
        String name = subtypes ? type.substring(0, type.length() - 1) : annotatesClass ? "" : type;
        this.type = name;
        typePattern = name.indexOf('*') < 0 ? null : pattern(name);
        this.method = method.isEmpty() || annotation != null ? null : pattern(method);
    }

    static SpanFilter parse(String text) {
        int of = text.indexOf(OF);
        return of < 0
                ? new SpanFilter(text, text, "")
                : new SpanFilter(text, text.substring(0, of), text.substring(of + OF.length()));
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (glob.charAt(i) == '*') {
                regex.append("[^.]*");
            } else {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether it names one class, without wildcards and subtypes. */
    boolean namesOneClass() {
        return !subtypes && typePattern == null && !type.isEmpty();
    }

    /** Whether it says nothing of the class's name. */
    boolean isOfAnyClass() {
        return type.isEmpty();
    }

    /** The class that it names, or whose subtypes it means; empty for any class. */
    String type() {
        return type;
    }

    /** Whether it means all classes that are, extend or implement {@link #type}. */
    boolean meansSubtypes() {
        return subtypes;
    }

    /** Whether it has wildcards in the class's name that match this one. */
    boolean matchesType(String name) {
        return typePattern != null && typePattern.matcher(name).matches();
    }

    /** The descriptor of the annotation that a method must have; null for none. */
    String annotation() {
        return annotation;
    }

    /** Whether the annotation may be the class's, and then chooses all of its methods. */
    boolean annotatesClass() {
        return annotatesClass;
    }

    /** Whether it chooses methods of this name, its annotation aside. */
    boolean matchesMethod(String name) {
        return method == null || method.matcher(name).matches();
    }

    /** Whether it names methods, by more than wildcards. */
    boolean namesMethods() {
        return method != null && !ANY.matcher(text).find();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpanFilter && text.equals(((SpanFilter) other).text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
