package dev.icp.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What holds in every module. */
public final class ModuleRules {
  private static final int LONGEST_FILE = 400;

  private final String root;
  private final JavaClasses classes;

  private ModuleRules(String root) {
    this.root = root;
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
  }

  /**
   * Reads the classes of a module.
   *
   * @param root its package that all others are below
   */
  public static ModuleRules of(String root) {
    return new ModuleRules(root);
  }

  /** Returns the module's classes, without tests. */
  public JavaClasses classes() {
    return classes;
  }

  /**
   * Numbers, names and letters are the same wherever icp runs: a default locale may have digits of
   * its own, and a Turkish one another lower case of I.
   */
  public void nothingGoesByTheDefaultLocale() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "format", String.class, Object[].class)
        .orShould()
        .callConstructor(Formatter.class)
        .orShould()
        .callConstructor(Formatter.class, Appendable.class)
        .check(classes);
  }

  /**
   * No package needs another that needs it.
   *
   * @param pattern of the packages, the part that names one in parentheses
   */
  public void noCyclesAmong(String pattern) {
    slices().matching(pattern).should().beFreeOfCycles().check(classes);
  }

  /**
   * What other modules keep to themselves stays with them.
   *
   * @param allowed packages of others that this module is let into, which their descriptors say
   */
  public void knowsNoInternalsOfOthersBut(String... allowed) {
    DescribedPredicate<JavaClass> foreign =
        DescribedPredicate.describe(
            "internals of other modules",
            type -> {
              String name = type.getPackageName();
              return name.startsWith("dev.icp.")
                  && name.contains(".internal")
                  && !name.startsWith(root + ".")
                  && Stream.of(allowed).noneMatch(name::equals);
            });
    noClasses().should().dependOnClassesThat(foreign).check(classes);
  }

  /**
   * One package needs nothing of another.
   *
   * @param some as in {@code dev.icp.formats.internal.corpus..}
   * @param others likewise
   */
  public void doNotKnow(String some, String others) {
    noClasses()
        .that()
        .resideInAPackage(some)
        .should()
        .dependOnClassesThat(resideInAPackage(others))
        .check(classes);
  }

  /** Returns the public types of a package, nested ones as {@code Outer.Nested}, sorted. */
  public List<String> publicTypes(String name) {
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      if (type.getPackageName().equals(name)
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getSimpleName().equals("package-info")) {
        found.add(type.getName().substring(name.length() + 1).replace('$', '.'));
      }
    }
    found.sort(null);
    return found;
  }

  /**
   * What a module lets others see: a package joins on purpose or not at all.
   *
   * @param expected the packages; one that only some see as in {@code "package to module, module"}
   */
  public static void exports(String... expected) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).exports())
          .extracting(
              exported ->
                  exported.isQualified()
                      ? exported.source() + " to " + String.join(", ", sorted(exported.targets()))
                      : exported.source())
          .containsExactlyInAnyOrder(expected);
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /**
   * A file that nobody reads in one go has two things in it.
   *
   * @param still names of files that are long all the same, until they are split
   */
  public static void noFileIsLongBut(String... still) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !List.of(still).contains(file.getFileName().toString()))
                  .filter(ModuleRules::isLong))
          .as("files of more than %d lines", LONGEST_FILE)
          .isEmpty();
    }
  }

  private static boolean isLong(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count() > LONGEST_FILE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
