package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModulePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of icp in modules but Parquet, which is found on the class path beside them. */
class ModuleTest {
  /** As docs/library.md says. */
  private static final List<String> FOR_PARQUET =
      List.of(
          "--add-exports",
          "dev.icp.core/dev.icp.internal.base=ALL-UNNAMED",
          "--add-exports",
          "dev.icp.formats/dev.icp.formats.internal.files=ALL-UNNAMED");

  private static final Pattern NO_MODULE =
      Pattern.compile(
          ".*/(icp-parquet|parquet-|jts-|javax\\.annotation|snappy-java|aircompressor|langchain4j).*");

  @TempDir private Path folder;

  @Test
  void packsAndVerifies() throws Exception {
    ModulePath path = ModulePath.ofAllBut(jar -> NO_MODULE.matcher(jar).matches());
    Path output = folder.resolve("out");

    path.java(
        folder,
        FOR_PARQUET,
        "dev.icp.cli/dev.icp.cli.Main",
        "pack",
        "../docs",
        "--context-length=4096",
        "--format=megatron,parquet",
        "--output=" + output);
    String verified =
        path.java(folder, FOR_PARQUET, "dev.icp.cli/dev.icp.cli.Main", "verify", output);

    assertThat(verified).contains("contexts");
    assertThat(Cli.run("verify", output).succeeded().out()).isNotEmpty();
    assertThat(Files.exists(output.resolve("parquet/contexts-00000.parquet"))).isTrue();
  }
}
