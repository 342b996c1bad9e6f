package dev.hearth.cli;

import dev.hearth.planning.service.ServiceCatalog;

/** The services of this program, and those that a person described: services/*.yaml. */
final class UserServices {
  private UserServices() {}

  static ServiceCatalog catalog(Places places) {
    UserFiles files = new UserFiles(places.configuration().resolve("services"), "docs/services.md");
    return ServiceCatalog.load().with(files.read(ServiceCatalog::parse));
  }
}
