@NullMarked
package dev.icp.kernel;

import org.jspecify.annotations.NullMarked;
