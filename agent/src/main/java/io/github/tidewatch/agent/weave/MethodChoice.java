package io.github.tidewatch.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Which methods of a class some filters choose, and what their spans are called. Of annotations only those that are there at run time
 * count: of a loaded class the JVM has no others any more.
 */
final class MethodChoice extends ClassVisitor {
    private static final String ACCOUNTED = "Lio/github/tidewatch/api/Accounted;";

    private static final int LEFT_OUT = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNTHETIC;

    private final List<SpanFilter> filters;
    private final Set<String> ofClass = new HashSet<>();
    private final List<Candidate> candidates = new ArrayList<>();

    private MethodChoice(List<SpanFilter> filters) {
        super(Opcodes.ASM9);
        this.filters = filters;
    }

    /** By name and descriptor of each chosen method, the name of its spans. */
    static Map<String, String> of(ClassReader reader, List<SpanFilter> filters) {
        if (filters.isEmpty()) {
            return Map.of();
        }
        MethodChoice choice = new MethodChoice(filters);
        reader.accept(
                choice,
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES | (choice.goByCode() ? 0 : ClassReader.SKIP_CODE));
        String type = reader.getClassName().replace('/', '.');
        Map<String, String> names = new HashMap<>();
        for (Candidate method : choice.candidates) {
            if (choice.isChosen(method)) {
                names.put(
                        method.name + method.descriptor,
                        method.spanName.isEmpty() ? type + "." + method.name : method.spanName);
            }
        }
        return names;
    }

    private boolean goByCode() {
        for (SpanFilter filter : filters) {
            if (!filter.namesMethods() && (filter.annotation() == null || filter.annotatesClass())) {
                return true;
            }
        }
        return false;
    }

    private boolean isChosen(Candidate method) {
        for (SpanFilter filter : filters) {
            if (isChosen(method, filter)) {
                return true;
            }
        }
        return false;
    }

    /** One that is chosen with all others of a class must be able to take long: spans of accessors would cost more than they do. */
    private boolean isChosen(Candidate method, SpanFilter filter) {
        String annotation = filter.annotation();
        if (annotation != null) {
            return method.annotations.contains(annotation)
                    || (filter.annotatesClass() && ofClass.contains(annotation) && method.code.mayTakeLong());
        }
        return filter.matchesMethod(method.name) && (filter.namesMethods() || method.code.mayTakeLong());
    }

    private boolean isCandidate(String name) {
        for (SpanFilter filter : filters) {
            if (filter.matchesMethod(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        if (visible) {
            ofClass.add(descriptor);
        }
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        if ((access & LEFT_OUT) != 0 || name.startsWith("<") || !isCandidate(name)) {
            return null;
        }
        Candidate method = new Candidate(name, descriptor);
        candidates.add(method);
        return method;
    }

    private static final class Candidate extends MethodVisitor {
        final String name;
        final String descriptor;
        final Set<String> annotations = new HashSet<>();
        final Code code;
        String spanName = "";

        Candidate(String name, String descriptor) {
            super(Opcodes.ASM9, new Code());
            code = (Code) mv;
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
            if (visible) {
                annotations.add(type);
            }
            return !type.equals(ACCOUNTED)
                    ? null
                    : new AnnotationVisitor(Opcodes.ASM9) {
                        @Override
                        public void visit(String element, Object value) {
                            spanName = (String) value;
                        }
                    };
        }
    }
}
