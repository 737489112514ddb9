@NullMarked
package dev.icp.cli;

import org.jspecify.annotations.NullMarked;
