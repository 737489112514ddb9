/** What the commands on one machine and on Spark have in common; of them alone. */
@SuppressWarnings("module") // The modules named do not exist yet.
module dev.icp.options {
  requires transitive dev.icp.core;
  requires transitive dev.icp.formats;
  requires transitive dev.icp.lucene;
  requires transitive info.picocli;
  requires static transitive org.jspecify;

  exports dev.icp.options to
      dev.icp.cli,
      dev.icp.spark;

  opens dev.icp.options to
      info.picocli;
}
