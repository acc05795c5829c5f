# The server with its pages and its seed, as a user without rights, its data under /data. See README, "Run it for others".
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /graph
COPY . .
# To publish fails without the pages, so that no image lacks them.
RUN dotnet publish src/Graph.Server -c Release -r linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/') --no-self-contained -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
VOLUME /data
# In a container every address is another machine's: the server starts once it knows who asks.
ENV Graph__Database=/data/graph.db Graph__Urls=http://0.0.0.0:8080 Graph__LogFormat=json
EXPOSE 8080
ENTRYPOINT ["dotnet", "graph.dll"]
