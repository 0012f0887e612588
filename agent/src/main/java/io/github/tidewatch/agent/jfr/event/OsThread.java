package io.github.tidewatch.agent.jfr.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/** Relates the events of one thread to each other, as the JDK's own ids of collections or compilations do. */
@Name("tidewatch.OsThread")
@MetadataDefinition
@Relational
@Label("OS Thread")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface OsThread {}
