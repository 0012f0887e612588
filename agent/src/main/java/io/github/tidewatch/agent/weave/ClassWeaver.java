package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.pool.TypePool;

/**
 * Inlines {@link SpanAdvice} into methods of a class file, and leaves all else in it as it is. By Byte Buddy's advice as a visitor,
 * without what makes classes there: that asks for descriptions of other types, and so for their class files. Safe for use by any threads at
 * once.
 */
final class ClassWeaver {
    private static final int JAVA_6 = 50;

    private final TypeDescription advice;
    private final ClassFileLocator adviceFile;

    ClassWeaver() throws IOException {
        String name = SpanAdvice.class.getName();
        adviceFile = ClassFileLocator.Simple.of(name, BootClass.renamed(SpanAdvice.class));
        advice = TypePool.Default.of(new ClassFileLocator.Compound(
                        adviceFile, ClassFileLocator.ForClassLoader.of(SpanAdvice.class.getClassLoader())))
                .describe(name)
                .resolve();
    }

    /**
     * The class file with the methods woven.
     *
     * @param names the names of spans by name and descriptor of the method
     */
    byte[] weave(String type, byte[] classFile, Map<String, String> names) {
        ClassReader reader = new ClassReader(classFile);
        TypePool pool = new NamedTypes(ClassFileLocator.Simple.of(type, MethodsOnly.of(reader)));
        TypeDescription described = pool.describe(type).resolve();
        AsmVisitorWrapper woven = Advice.withCustomMapping()
                .bind(
                        SpanAdvice.Name.class,
                        (instrumentedType, method, assigner, handler, sort) ->
                                new Advice.OffsetMapping.Target.ForStackManipulation(
                                        new TextConstant(names.get(key(method)))))
                .to(advice, adviceFile)
                .on(method -> names.containsKey(key(method)));
        ClassWriter writer = new ClassWriter(reader, woven.mergeWriter(0));
        int flags = woven.mergeReader(0);
        reader.accept(
                woven.wrap(
                        described,
                        writer,
                        context(described, classFile, flags),
                        pool,
                        new FieldList.Empty<>(),
                        described.getDeclaredMethods(),
                        woven.mergeWriter(0),
                        flags),
                flags);
        return writer.toByteArray();
    }

    private static Implementation.Context context(TypeDescription type, byte[] classFile, int flags) {
        ClassFileVersion version = ClassFileVersion.ofClassFile(classFile);
        Implementation.Context.FrameGeneration frames = (flags & ClassReader.EXPAND_FRAMES) == 0
                ? Implementation.Context.FrameGeneration.GENERATE
                : Implementation.Context.FrameGeneration.EXPAND;
        return Implementation.Context.Disabled.Factory.INSTANCE.make(
                type,
                new AuxiliaryType.NamingStrategy.Enumerating("none"),
                TypeInitializer.None.INSTANCE,
                version,
                version,
                version.getMajorVersion() < JAVA_6 ? Implementation.Context.FrameGeneration.DISABLED : frames);
    }

    private static String key(MethodDescription method) {
        return method.getInternalName() + method.getDescriptor();
    }

    /** Describes the type of one class file by that, and all others by their name alone, which is enough for frames. */
    private static final class NamedTypes extends TypePool.Default {
        NamedTypes(ClassFileLocator locator) {
            super(new CacheProvider.Simple(), locator, ReaderMode.FAST);
        }

        @Override
        protected Resolution doDescribe(String name) {
            Resolution known = super.doDescribe(name);
            return known.isResolved()
                    ? known
                    : new Resolution.Simple(
                            new TypeDescription.Latent(name, Modifier.PUBLIC, null, Collections.emptyList()));
        }
    }
}
