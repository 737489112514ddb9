package dev.icp.cli.shared;

import dev.icp.CorpusFiles;
import dev.icp.CorpusIndex;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.ReportedFiles;
import dev.icp.options.GivenCommand;
import dev.icp.options.TokenizerChoice;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * What {@code icp index} has left in a folder.
 *
 * @param command what it was asked for; empty if a program made it
 */
public record IndexFolder(CorpusIndex index, List<String> command) {
  /** The file that says what an index holds. */
  public static final String REPORT = "index.json";

  private static final String TOKENIZER = "--tokenizer";
  private static final Set<String> DECIDED = decided();

  private static Set<String> decided() {
    Set<String> names = new TreeSet<>(CorpusOptions.names());
    for (var setting :
        List.of(
            PackingSettings.NEIGHBOURS, PackingSettings.RECALL, PackingSettings.DUPLICATE_IDS)) {
      names.add(setting.option());
    }
    return names;
  }

  /**
   * Opens what {@code --from} names.
   *
   * @throws IOException if it is no index
   * @throws ParameterException if inputs are given as well, or options that it has decided
   */
  public static IndexFolder open(Path folder, CorpusOptions options, CommandSpec spec)
      throws IOException {
    if (!options.input.inputs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--from takes what was indexed, and no INPUT besides");
    }
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      String name = given.longestName();
      if (DECIDED.contains(name) && !name.equals(TOKENIZER)) {
        throw new ParameterException(
            spec.commandLine(),
            name + " was decided when " + folder + " was indexed: leave it out, or index again");
      }
    }
    CorpusIndex index = CorpusIndex.open(folder);
    Path report = folder.resolve(REPORT);
    return new IndexFolder(index, Files.exists(report) ? ReportedFiles.command(report) : List.of());
  }

  /** Returns what {@code --tokenizer} was. */
  public String tokenizerName() {
    return new RecordedCommand(command).tokenizer();
  }

  /**
   * Returns the tokenizer: one that is given has to be the one of the index.
   *
   * @param given what {@code --tokenizer} says; empty if it was not given
   */
  public Tokenizer tokenizer(String given) throws IOException {
    if (given.isEmpty()) {
      return index.tokenizer();
    }
    Tokenizer tokenizer = TokenizerChoice.loadAs(given, index.tokenizer().fingerprint());
    if (tokenizer == null) {
      throw new IOException(
          "--tokenizer " + given + ": " + index.folder() + " was indexed with another tokenizer");
    }
    return tokenizer;
  }

  /** Returns what an output of it comes of. */
  public OutputOrigin origin(CommandSpec spec) {
    List<String> earlier = new ArrayList<>(command);
    List<String> metadata = new RecordedCommand(command).metadata();
    if (!metadata.isEmpty()) {
      // All that the index holds goes along, also what it was grouped by.
      earlier.removeIf(word -> word.startsWith("--metadata="));
      earlier.add("--metadata=" + String.join(",", metadata));
    }
    return new OutputOrigin(
        GivenCommand.after(spec, DECIDED, earlier), List.of(manifest(index.folder())));
  }

  /** Returns the file that changes with an index. */
  public static Path manifest(Path folder) {
    return folder.resolve(".icp-index").resolve("index.manifest");
  }

  /** Returns what the files were read as that it was made of; none if a program made it. */
  public CorpusFiles files() throws IOException {
    return command.isEmpty()
        ? CorpusFiles.NONE
        : ReportedFiles.corpusFiles(index.folder().resolve(REPORT));
  }
}
