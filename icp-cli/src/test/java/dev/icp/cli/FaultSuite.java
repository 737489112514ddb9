package dev.icp.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.icp.cli.faults.Faults;
import dev.icp.cli.faults.Faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lets every operation on files go wrong, one at a time, in every command. After any of them: the
 * command has said in one line which file and why, or went on; what stood there before is as it was
 * or replaced as a whole; nothing that is not icp's has changed; and the next run gives the bytes
 * that a run without a fault gives, and leaves nothing else. Runs in a JVM of its own, whose
 * default file system is {@link dev.icp.cli.faults.FaultyProvider}.
 */
final class FaultSuite {
  private final Path root;
  private final int most;
  private final Map<String, String> inputs;
  private int wrong;
  private int operations;
  private int tried;
  private int survived;
  private int unlocked;

  private FaultSuite(Path root, int most) throws IOException {
    this.root = root;
    this.most = most;
    inputs = content(root.resolve("in"));
  }

  /**
   * Runs all of it.
   *
   * @param args the folder, how many operations of a command go wrong in each way, and names of
   *     scenarios or none for all
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    FaultScenarios scenarios = new FaultScenarios(root);
    scenarios.writeInputs();
    FaultSuite suite = new FaultSuite(root, Integer.parseInt(args[1]));
    List<String> only = List.of(args).subList(2, args.length);
    for (FaultScenarios.Scenario scenario : scenarios.all()) {
      if (only.isEmpty() || only.contains(scenario.name())) {
        suite.run(scenario);
      }
    }
    for (FaultScenarios.Scenario scenario : scenarios.all()) {
      if (only.isEmpty() || only.contains(scenario.name())) {
        suite.runWithoutLocks(scenario);
      }
    }
    System.out.println("without locks: " + suite.unlocked + " commands gave the same");
    System.out.printf(
        Locale.ROOT,
        "%d operations, %d made to go wrong, %d survived%n",
        suite.operations,
        suite.tried,
        suite.survived);
    System.exit(suite.wrong == 0 ? 0 : 1);
  }

  private Map<String, String> start(FaultScenarios.Scenario scenario) throws IOException {
    reset(Map.of());
    if (scenario.before() != null) {
      require(scenario.before().run(), "before " + scenario.name());
    }
    for (Map.Entry<String, String> file : scenario.foreign().entrySet()) {
      Cli.write(root.resolve("run").resolve(file.getKey()), file.getValue());
    }
    return content(root.resolve("run"));
  }

  /** Lustre and some NFS have no locks: everything works all the same. */
  private void runWithoutLocks(FaultScenarios.Scenario scenario) throws IOException {
    start(scenario);
    require(scenario.command().run(), scenario.name());
    Map<String, String> expected = compared(content(root.resolve("run")));
    Faults.locks(false);
    try {
      start(scenario);
      Cli run = scenario.command().run();
      String complaint =
          run.code() == 0
              ? difference(expected, compared(content(root.resolve("run"))))
              : run.err();
      if (complaint.isEmpty()) {
        unlocked++;
      } else {
        wrong(scenario.name() + ", without locks", complaint);
      }
    } finally {
      Faults.locks(true);
    }
  }

  private void run(FaultScenarios.Scenario scenario) throws IOException {
    Map<String, String> start = start(scenario);
    Faults.begin(root, 0, Fault.FAILS);
    require(scenario.command().run(), scenario.name());
    List<String> done = Faults.end();
    Map<String, String> expected = compared(content(root.resolve("run")));
    operations += done.size();
    int kind = 0;
    for (Fault fault : Fault.values()) {
      int survivedBefore = survived;
      int triedBefore = tried;
      for (int operation : chosen(done, kind++)) {
        reset(start);
        tried++;
        String what = scenario.name() + ", " + fault + " " + operation;
        try {
          String complaint = survives(scenario, fault, operation, start, expected);
          if (complaint.isEmpty()) {
            survived++;
          } else {
            wrong(what, complaint);
          }
        } catch (IOException | RuntimeException | AssertionError e) {
          Faults.end();
          wrong(what, e.toString());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %s: %d of %d survived, of %d operations%n",
          scenario.name(),
          fault,
          survived - survivedBefore,
          tried - triedBefore,
          done.size());
    }
  }

  /**
   * Returns which operations go wrong, counted from 1: of each kind one, as far as there is room,
   * and then of each another one.
   */
  private List<Integer> chosen(List<String> done, int seed) {
    Map<String, List<Integer>> kinds = new TreeMap<>();
    for (int i = 0; i < done.size(); i++) {
      kinds.computeIfAbsent(done.get(i), kind -> new ArrayList<>()).add(i + 1);
    }
    Random random = new Random(seed);
    List<List<Integer>> left = new ArrayList<>(kinds.values());
    left.forEach(kind -> Collections.shuffle(kind, random));
    Collections.shuffle(left, random);
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < Math.min(most, done.size())) {
      left.removeIf(List::isEmpty);
      for (List<Integer> kind : left) {
        if (chosen.size() < most) {
          chosen.add(kind.removeLast());
        }
      }
    }
    Collections.sort(chosen);
    return chosen;
  }

  private void wrong(String what, String complaint) {
    wrong++;
    System.out.println(what + " (" + Faults.where() + "): " + complaint.replaceAll("\\s+", " "));
  }

  private String survives(
      FaultScenarios.Scenario scenario,
      Fault fault,
      int operation,
      Map<String, String> start,
      Map<String, String> expected)
      throws IOException {
    Faults.begin(root, operation, fault);
    Cli hit = scenario.command().run();
    Faults.end();
    if (hit.code() != 0 && hit.code() != 1) {
      return "ends with " + hit.code() + ": " + hit.err();
    }
    if (hit.code() == 1) {
      // Slow runs say how far they are.
      String said = hit.err().strip().lines().reduce("", (before, last) -> last);
      if (hit.err().lines().filter(line -> line.startsWith("icp: ")).count() != 1
          || !said.startsWith("icp: ")
          || said.contains("internal error")
          || !said.contains(root.toString())
          || !(said.contains(Faults.FULL) || said.contains(Faults.BROKEN))) {
        return "does not say file and reason in one line: " + said;
      }
      if (fault == Fault.DELAYED) {
        return "fails: " + said;
      }
    }
    Map<String, String> after = content(root.resolve("run"));
    for (String name : scenario.foreign().keySet()) {
      if (!scenario.foreign().get(name).equals(after.get(name))) {
        return "changed " + name;
      }
    }
    if (scenario.name().startsWith("verify") && !after.equals(start)) {
      return "changed what it was to look at";
    }
    if (after.containsKey("out/manifest.json")) {
      Cli verified = Cli.run("verify", root.resolve("run/out"));
      if (verified.code() != 0) {
        return "leaves an output that is none: " + verified.err().strip();
      }
    }
    Cli again = scenario.command().run();
    if (again.code() != 0) {
      return "the next run fails: " + again.err().strip();
    }
    if (!content(root.resolve("in")).equals(inputs)) {
      return "changed the inputs";
    }
    return difference(expected, compared(content(root.resolve("run"))));
  }

  private static String difference(Map<String, String> expected, Map<String, String> found) {
    for (String name : expected.keySet()) {
      if (!found.containsKey(name)) {
        return "the next run lacks " + name;
      }
      if (!expected.get(name).equals(found.get(name))) {
        return "the next run has other bytes in " + name;
      }
    }
    for (String name : found.keySet()) {
      if (!expected.containsKey(name)) {
        return "left behind: " + name;
      }
    }
    return "";
  }

  private static void require(Cli run, String what) {
    if (run.code() != 0) {
      throw new IllegalStateException(what + ": " + run.err());
    }
  }

  /** Reports have times, and pages show them. */
  private static Map<String, String> compared(Map<String, String> content) {
    Map<String, String> compared = new TreeMap<>(content);
    compared.replaceAll((name, bytes) -> bytes.replaceAll("\"seconds\": [0-9.E-]+", ""));
    compared.replaceAll(
        (name, bytes) ->
            name.endsWith("report.json") || name.endsWith(".npy.json") || bytes.contains("<html")
                ? ""
                : bytes);
    return compared;
  }

  private void reset(Map<String, String> to) throws IOException {
    Path run = root.resolve("run");
    if (Files.exists(run)) {
      try (Stream<Path> files = Files.walk(run)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(run.resolve("tmp"));
    for (Map.Entry<String, String> file : to.entrySet()) {
      Cli.write(run.resolve(file.getKey()), file.getValue().getBytes(ISO_8859_1));
    }
  }

  private static Map<String, String> content(Path below) throws IOException {
    Map<String, String> content = new TreeMap<>();
    if (Files.exists(below)) {
      try (Stream<Path> files = Files.walk(below)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          content.put(below.relativize(file).toString(), Files.readString(file, ISO_8859_1));
        }
      }
    }
    return content;
  }
}
