FROM enrichment-monitor-stand-in/debian
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid postgres --home-dir /var/lib/postgresql postgres \
  && install --directory --owner postgres --mode 1777 /var/lib/postgresql \
  && install --directory --owner postgres --mode 3777 /var/run/postgresql
COPY postgres /usr/lib/postgresql/18
COPY entrypoint.sh pg_isready /usr/local/bin/
ENV LANG=C.UTF-8 PGDATA=/var/lib/postgresql/18/docker
ENV PATH=/usr/lib/postgresql/18/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
ENTRYPOINT ["entrypoint.sh"]
CMD ["postgres"]
