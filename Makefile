# Commands for people; CONTRIBUTING.md explains them. Everything that a target needs it installs.
