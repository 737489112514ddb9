/** The command {@code icp}. */
module dev.icp.cli {
  requires com.fasterxml.jackson.core;
  requires dev.icp.core;
  requires dev.icp.formats;
  requires dev.icp.lucene;
  requires dev.icp.models;
  requires dev.icp.options;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires jdk.management;
  requires static org.jspecify;

  opens dev.icp.cli to
      info.picocli;
  opens dev.icp.cli.compare to
      info.picocli;
  opens dev.icp.cli.embed to
      info.picocli;
  opens dev.icp.cli.index to
      info.picocli;
  opens dev.icp.cli.inspect to
      info.picocli;
  opens dev.icp.cli.neighbours to
      info.picocli;
  opens dev.icp.cli.pack to
      info.picocli;
  opens dev.icp.cli.shared to
      info.picocli;
  opens dev.icp.cli.verify to
      info.picocli;
}
